using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.Notification
{
    /// <inheritdoc />
    public partial class HealthNews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "HealthToldAt",
                table: "Subscriptions",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.AddColumn<bool>(
                name: "IsFailureTold",
                table: "Subscriptions",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "HealthToldAt", table: "Subscriptions");

            migrationBuilder.DropColumn(name: "IsFailureTold", table: "Subscriptions");
        }
    }
}
