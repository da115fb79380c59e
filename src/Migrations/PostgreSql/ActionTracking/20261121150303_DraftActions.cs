using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.ActionTracking
{
    /// <inheritdoc />
    public partial class DraftActions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "AudienceVersion",
                table: "Reviews",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.AddColumn<int>(
                name: "PublishedVersion",
                table: "Reviews",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.AddColumn<bool>(
                name: "IsDraft",
                table: "Actions",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.CreateTable(
                name: "ReviewReaders",
                columns: table => new
                {
                    ReviewId = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(
                        type: "character varying(220)",
                        maxLength: 220,
                        nullable: false
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReviewReaders", x => new { x.ReviewId, x.Key });
                    table.ForeignKey(
                        name: "FK_ReviewReaders_Reviews_ReviewId",
                        column: x => x.ReviewId,
                        principalTable: "Reviews",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "ReviewReaders");

            migrationBuilder.DropColumn(name: "AudienceVersion", table: "Reviews");

            migrationBuilder.DropColumn(name: "PublishedVersion", table: "Reviews");

            migrationBuilder.DropColumn(name: "IsDraft", table: "Actions");
        }
    }
}
