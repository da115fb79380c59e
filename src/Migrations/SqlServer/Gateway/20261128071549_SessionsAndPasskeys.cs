using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.SqlServer.Gateway
{
    /// <inheritdoc />
    public partial class SessionsAndPasskeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "GroupsLeftOutAt",
                table: "Users",
                type: "datetime2",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "IdToken",
                table: "Sessions",
                type: "nvarchar(3000)",
                maxLength: 3000,
                nullable: true
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "KeptUntil",
                table: "Sessions",
                type: "datetime2",
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "Passkeys",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    UserId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(
                        type: "nvarchar(100)",
                        maxLength: 100,
                        nullable: false
                    ),
                    CredentialId = table.Column<byte[]>(
                        type: "varbinary(1023)",
                        maxLength: 1023,
                        nullable: false
                    ),
                    PublicKey = table.Column<byte[]>(
                        type: "varbinary(2000)",
                        maxLength: 2000,
                        nullable: false
                    ),
                    SignCount = table.Column<long>(type: "bigint", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    LastUsedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Passkeys", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Passkeys_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Passkeys_CredentialId",
                table: "Passkeys",
                column: "CredentialId",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_Passkeys_UserId",
                table: "Passkeys",
                column: "UserId"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "Passkeys");

            migrationBuilder.DropColumn(name: "GroupsLeftOutAt", table: "Users");

            migrationBuilder.DropColumn(name: "IdToken", table: "Sessions");

            migrationBuilder.DropColumn(name: "KeptUntil", table: "Sessions");
        }
    }
}
